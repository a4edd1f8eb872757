return await PathwayOrleans.Silo.SiloHost.RunAsync(args, CancellationToken.None);
