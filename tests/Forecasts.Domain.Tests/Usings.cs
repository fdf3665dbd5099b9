global using Forecasts.Domain.Kinds;
global using CsCheck;
global using Shouldly;
global using Xunit;
global using static Forecasts.Domain.Tests.Given;
global using static Forecasts.Domain.Tests.AnyTexts;
