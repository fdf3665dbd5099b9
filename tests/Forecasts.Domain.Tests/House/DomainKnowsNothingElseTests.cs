using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Forecasts.Scoring.Timeline;

namespace Forecasts.Domain.Tests.House;

/// <summary>The domain stands on the framework alone, and asks nobody for the time, a random number or the machine's habits.</summary>
public class DomainKnowsNothingElseTests
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    [Fact]
    public void It_references_nothing_but_the_framework_and_the_mathematics_which_knows_nothing_of_ours()
    {
        var mathematics = typeof(ClaimShape).Assembly;
        mathematics.GetReferencedAssemblies().ShouldNotContain(r => r.Name!.StartsWith("Forecasts.", StringComparison.Ordinal));
        foreach (var reference in typeof(Stamp).Assembly.GetReferencedAssemblies().Where(r => r.Name != mathematics.GetName().Name))
            File.Exists(Path.Combine(Framework, reference.Name + ".dll")).ShouldBeTrue($"{reference.Name} is not part of the framework");
    }

    [Fact]
    public void It_names_no_member_that_answers_differently_from_one_call_to_the_next()
    {
        string[] banned =
        [
            "DateTime.get_Now",
            "DateTime.get_UtcNow",
            "DateTime.get_Today",
            "DateTimeOffset.get_Now",
            "DateTimeOffset.get_UtcNow",
            "TimeProvider.get_System",
            "Guid.NewGuid",
            "Guid.CreateVersion7",
            "Random.",
            "RandomNumberGenerator.",
            "Stopwatch.",
            "Environment.",
            "TimeZoneInfo.",
            "CultureInfo.get_Current",
            "File.",
            "Thread.",
        ];
        using var file = File.OpenRead(typeof(Stamp).Assembly.Location);
        using var image = new PEReader(file);
        var reader = image.GetMetadataReader();
        var members = reader
            .MemberReferences.Select(reader.GetMemberReference)
            .Where(m => m.Parent.Kind == HandleKind.TypeReference)
            .Select(m => reader.GetString(reader.GetTypeReference((TypeReferenceHandle)m.Parent).Name) + "." + reader.GetString(m.Name))
            .ToArray();
        members.ShouldContain("SHA256.HashData", "the reader finds members at all");
        members.Where(m => banned.Any(b => m.StartsWith(b, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("de-DE")]
    public void Its_messages_do_not_depend_on_the_machines_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            SeasonDecider.Open(ASeason(), By(Organiser, Opens - Moment)).Rejection!.Message.ShouldContain("2024-01-10");
            ForecastDecider
                .File(null, new(new("pr1", 1), Analyst, new(0.6)), Robots, ASeason(), By(Analyst, Close))
                .Rejection!.Message.ShouldContain("2024-12-20");
            new BinaryClaim().Read(new(0.0), 0.001, Summer).Refused!.Message.ShouldBe("Each probability must lie within 0.001 and 0.999.");
            new ClaimRef("pr1", 12).ToString().ShouldBe("pr1/12");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
