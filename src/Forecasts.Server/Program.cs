using Forecasts.Server.Setup.Commands;

return await ServerCommands.Run(args);
