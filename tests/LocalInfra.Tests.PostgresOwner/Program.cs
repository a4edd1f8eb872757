// A process that owns a private Postgres until it is killed: `PostgresOwner [directory]`.
using PathwayOrleans.LocalInfra;

PrivatePostgres postgres = await PrivatePostgres.StartAsync(
    new PrivatePostgresOptions { Directory = args.FirstOrDefault(), Durable = false });
Console.WriteLine($"{postgres.ServerProcessId} {postgres.Directory}");
await Task.Delay(Timeout.Infinite);
