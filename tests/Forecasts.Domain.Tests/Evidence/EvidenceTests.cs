using Forecasts.Domain.Evidence;
using static Forecasts.Domain.Evidence.EvidenceEvent;

namespace Forecasts.Domain.Tests.Evidence;

public class EvidenceTests
{
    private static readonly Fact Walked = new(
        new DateOnly(2024, 6, 30),
        "A robot walked ten kilometres",
        "The gazette",
        "https://example.org/walk",
        null,
        new Dictionary<int, Stance> { [1] = Stance.Supports }
    );

    private static readonly Attached WasAttached = new(By(Ann, Summer), "pr1", "e1", Walked);

    private static readonly EvidenceEvent WasRetracted = new EvidenceEvent.Retracted(By(Ann, Summer), "pr1", "e1", "It was a hoax");

    private static Decision<EvidenceEvent> Attach(Fact fact, EvidenceFile? given = null, string id = "e1", Stamp? stamp = null) =>
        EvidenceDecider.Attach(given, id, fact, Robots, stamp ?? By(Ann, Summer));

    private static Decision<EvidenceEvent> Correct(EvidenceFile? given, Fact fact, AnalystId? by = null, bool organiser = false) =>
        EvidenceDecider.Correct(given, "e1", fact, Robots, organiser, By(by ?? Ann, InWindow));

    private static Decision<EvidenceEvent> Retract(
        EvidenceFile? given,
        string? reason = "It was a hoax",
        AnalystId? by = null,
        bool organiser = false
    ) => EvidenceDecider.Retract(given, "e1", reason, Robots, organiser, By(by ?? Ann, Summer));

    [Fact]
    public void Given_nothing_when_attached_then_attached() => Attach(Walked).ThenHappens(WasAttached);

    [Fact]
    public void The_same_evidence_under_the_same_id_is_already_so_and_other_evidence_is_refused()
    {
        var sameAgain = Walked with { Stances = new Dictionary<int, Stance> { [1] = Stance.Supports } };
        Attach(sameAgain, EvidenceAfter(WasAttached)).ThenItIsAlreadySo();
        Attach(Walked with { Text = "It fell" }, EvidenceAfter(WasAttached)).ThenRefused("evidence.exists", RejectionKind.Conflict);
        Attach(Walked with { Stances = new Dictionary<int, Stance> { [1] = Stance.Mixed } }, EvidenceAfter(WasAttached))
            .ThenRefused("evidence.exists", RejectionKind.Conflict);
    }

    [Fact]
    public void A_prediction_holds_at_most_500_pieces()
    {
        EvidenceEvent[] many = [.. Enumerable.Range(1, 499).Select(n => WasAttached with { Evidence = "e" + n })];
        Attach(Walked, EvidenceAfter(many), "x").ThenAccepted();
        Attach(Walked, EvidenceAfter([.. many, WasAttached with { Evidence = "e500" }]), "x")
            .ThenRefused("evidence.many", RejectionKind.Conflict);
    }

    [Theory]
    [InlineData("1899-12-31", false)]
    [InlineData("0138-01-01", false)]
    [InlineData("1900-01-01", true)]
    [InlineData("2024-07-01", true)]
    [InlineData("2024-07-02", true)]
    [InlineData("2024-07-03", false)]
    [InlineData("9999-12-31", false)]
    public void It_tells_what_has_happened_by_today_somewhere_on_earth(string day, bool accepted)
    {
        var fact = Walked with { OccurredOn = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) };
        if (accepted)
            Attach(fact).ThenAccepted();
        else
            Attach(fact).ThenRefused("evidence.date", field: "occurredOn");
    }

    [Fact]
    public void Text_and_source_are_needed_and_bounded()
    {
        Attach(Walked with { Text = "" }).ThenRefused("text.missing", field: "text");
        Attach(Walked with { Text = new string('x', 4_001) }).ThenRefused("text.too-long", field: "text");
        Attach(Walked with { Source = "" }).ThenRefused("text.missing", field: "source");
        Attach(Walked with { Source = new string('x', 501) }).ThenRefused("text.too-long", field: "source");
        Attach(Walked with { Quotation = " " }).ThenRefused("text.missing", field: "quotation");
        Attach(Walked with { Quotation = new string('x', 4_001) }).ThenRefused("text.too-long", field: "quotation");
    }

    [Theory]
    [InlineData("gazette")]
    [InlineData("/walk")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://example.org/walk")]
    [InlineData("https://example.org/\0")]
    [InlineData("")]
    public void Its_address_is_a_full_web_address(string url) => Attach(Walked with { Url = url }).ThenRefused("url.invalid", field: "url");

    [Fact]
    public void Its_address_may_be_left_out_or_be_2000_characters_long()
    {
        Attach(Walked with { Url = null }).ThenAccepted();
        Attach(Walked with { Url = "http://example.org/" + new string('x', 1_981) }).ThenAccepted();
        Attach(Walked with { Url = "http://example.org/" + new string('x', 1_982) }).ThenRefused("url.invalid");
    }

    [Fact]
    public void Stances_name_claims_that_exist_in_words_that_exist()
    {
        Attach(Walked with { Stances = new Dictionary<int, Stance>() }).ThenAccepted();
        Attach(
                Walked with
                {
                    Stances = new Dictionary<int, Stance>
                    {
                        [1] = Stance.Supports,
                        [2] = Stance.Contradicts,
                        [3] = Stance.Mixed,
                    },
                }
            )
            .ThenAccepted();
        Attach(Walked with { Stances = new Dictionary<int, Stance> { [9] = Stance.Supports } })
            .ThenRefused("claim.unknown", field: "stances");
        Attach(Walked with { Stances = new Dictionary<int, Stance> { [1] = (Stance)5 } }).ThenRefused("evidence.stance", field: "stances");
    }

    [Fact]
    public void An_imported_piece_is_marked() =>
        EvidenceAfter([.. Attach(Walked, stamp: Imported(Summer)).Events])!.Item("e1")!.Imported.ShouldBeTrue();

    [Fact]
    public void Given_evidence_when_its_author_corrects_it_then_it_says_so_in_its_next_version()
    {
        var fact = Walked with { Text = "It walked eleven" };
        Correct(EvidenceAfter(WasAttached), fact).ThenHappens(new Corrected(By(Ann, InWindow), "pr1", "e1", fact));
        var item = EvidenceAfter(WasAttached, new Corrected(By(Organiser, InWindow), "pr1", "e1", fact))!.Item("e1")!;
        (item.Version, item.Fact, item.By).ShouldBe((2, fact, Ann));
    }

    [Fact]
    public void A_correction_that_changes_nothing_is_already_so() =>
        Correct(EvidenceAfter(WasAttached), Walked with { }).ThenItIsAlreadySo();

    [Fact]
    public void A_correction_is_checked_like_the_evidence() =>
        Correct(EvidenceAfter(WasAttached), Walked with { Url = "nowhere" }).ThenRefused("url.invalid");

    [Fact]
    public void Only_its_author_or_an_organiser_changes_it()
    {
        var given = EvidenceAfter(WasAttached);
        Correct(given, Walked with { Text = "No" }, by: Ben).ThenRefused("evidence.not-yours", RejectionKind.Forbidden);
        Retract(given, by: Ben).ThenRefused("evidence.not-yours", RejectionKind.Forbidden);
        Correct(given, Walked with { Text = "No" }, by: Organiser, organiser: true).ThenAccepted();
        Retract(given, by: Organiser, organiser: true).ThenAccepted();
    }

    [Fact]
    public void Evidence_that_is_not_there_is_not_found()
    {
        Correct(null, Walked).ThenRefused("evidence.unknown", RejectionKind.NotFound);
        Retract(null).ThenRefused("evidence.unknown", RejectionKind.NotFound);
    }

    [Fact]
    public void Given_evidence_when_retracted_with_a_reason_then_it_no_longer_stands()
    {
        Retract(EvidenceAfter(WasAttached)).ThenHappens(WasRetracted);
        Retract(EvidenceAfter(WasAttached), reason: null).ThenRefused("text.missing", field: "reason");
        Retract(EvidenceAfter(WasAttached), reason: new string('x', 1_001)).ThenRefused("text.too-long", field: "reason");
        EvidenceAfter(WasAttached, WasRetracted)!.Standing.ShouldBeEmpty();
        EvidenceAfter(WasAttached, WasRetracted)!.Item("e1")!.Retracted.ShouldBe("It was a hoax");
    }

    [Fact]
    public void Retracted_evidence_stays_retracted()
    {
        Retract(EvidenceAfter(WasAttached, WasRetracted)).ThenItIsAlreadySo();
        Correct(EvidenceAfter(WasAttached, WasRetracted), Walked with { Text = "No" })
            .ThenRefused("evidence.retracted", RejectionKind.Conflict);
    }
}
