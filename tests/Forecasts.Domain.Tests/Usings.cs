global using CsCheck;
global using Forecasts.Domain.Kinds;
global using static Forecasts.Domain.Tests.AnyTexts;
global using static Forecasts.Domain.Tests.Given;
global using Shouldly;
global using Xunit;
