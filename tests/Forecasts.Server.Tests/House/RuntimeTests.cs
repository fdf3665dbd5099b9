using System.Text.Json.Nodes;
using Shouldly;

namespace Forecasts.Server.Tests.House;

/// <summary>How the program runs is said in its project, where a misspelt property is silently none: read what was built.</summary>
public sealed class RuntimeTests
{
    [Theory]
    [InlineData("System.GC.Server", "false")]
    [InlineData("System.Threading.ThreadPool.MinThreads", "16")]
    [InlineData("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit", "0")]
    public void The_server_runs_as_its_project_says(string property, string value)
    {
        var built = Path.Combine(AppContext.BaseDirectory, "Forecasts.Server.runtimeconfig.json");
        var properties = JsonNode.Parse(File.ReadAllText(built))!["runtimeOptions"]!["configProperties"]!;
        properties[property]!.ToJsonString().ShouldBe(value);
    }
}
