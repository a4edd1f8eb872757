using PathwayOrleans.Producer.Command;

return await ProduceCommand.Create(asRoot: true).Parse(args).InvokeAsync();
