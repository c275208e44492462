using Chatterbox.Server.Commands;

return await ChatterboxCommand.Create().InvokeAsync(args);
