global using CsCheck;
global using static Forecasts.Scoring.Tests.Given;
global using Forecasts.Scoring.Timeline;
global using Shouldly;
global using Xunit;
