global using CsCheck;
global using Forecasts.Scoring.Timeline;
global using Shouldly;
global using Xunit;
global using static Forecasts.Scoring.Tests.Given;
