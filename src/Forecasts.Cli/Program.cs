using System.Text;
using Forecasts.Cli;

// Reports hold dots and Chinese text; some consoles would print question marks otherwise.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await ForecastsCommand.Run(args, Surroundings.OfThisProcess());
