using Forecasts.Server.Setup;

return await ServerHost.Run(args);
