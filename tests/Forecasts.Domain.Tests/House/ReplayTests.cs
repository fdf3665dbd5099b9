using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;

namespace Forecasts.Domain.Tests.House;

/// <summary>Replaying any accepted run of commands from the stored log gives the state that the deciders saw.</summary>
public class ReplayTests
{
    private const int Runs = 300;

    private static readonly Gen<int> Days = Gen.Int[-30, 500];

    private static readonly Gen<LocalText> Text = Gen.OneOf(
        AnyText.Select(t => (LocalText)("x" + t.Replace("\0", "", StringComparison.Ordinal))),
        Gen.Const(new LocalText("Robots", new Dictionary<string, string> { ["en"] = "Robots", ["zh-Hans"] = "机器人" }))
    );

    private static Stamp On(int day, int who) =>
        who switch
        {
            0 => Imported(Opens.AddDays(day)),
            1 => By(Organiser, Opens.AddDays(day), "late"),
            2 => By(Author, Opens.AddDays(day)),
            _ => By(who % 2 == 0 ? Ann : Ben, Opens.AddDays(day)),
        };

    [Fact]
    public void Seasons() =>
        Gen.Select(Gen.Int[0, 4], Days, Gen.Int[0, 9], (act, day, salt) => (act, day, salt))
            .Array[0, 15]
            .Sample(
                acts =>
                {
                    Replay<Season, SeasonEvent> stream = new(Season.Evolve);
                    stream.Accept(SeasonDecider.Plan(null, Plan));
                    foreach (var (act, day, salt) in acts)
                    {
                        var season = stream.State!;
                        stream.Accept(
                            act switch
                            {
                                0 => SeasonDecider.Plan(season, Plan),
                                1 => SeasonDecider.Open(season, On(day, salt)),
                                2 => SeasonDecider.ChangeCalendar(
                                    season,
                                    TheCalendar with
                                    {
                                        WindowCloses = Closing("2025-02-0" + (1 + (salt % 9))),
                                    },
                                    On(day, salt)
                                ),
                                3 => SeasonDecider.Publish(season, "h" + (salt % 3), salt, On(day, salt)),
                                _ => SeasonDecider.Advance(season, On(day, salt)),
                            }
                        );
                    }

                    stream.ShouldTellTheSame();
                },
                iter: Runs
            );

    [Fact]
    public void Predictions() =>
        Gen.Select(Gen.Int[0, 3], Days, Gen.Int[1, 9], Text, (act, day, number, text) => (act, day, number, text))
            .Array[0, 15]
            .Sample(
                acts =>
                {
                    Replay<Prediction, PredictionEvent> stream = new(Prediction.Evolve);
                    foreach (var (act, day, number, text) in acts)
                    {
                        var claim = AClaim(number, AnyKinds.All[number % AnyKinds.All.Count]) with { Statement = text, Weight = number };
                        Figure figure = new(text, null, text, [new(text, number / 3.0, text)]);
                        stream.Accept(
                            act == 0 || stream.State is null
                                ? PredictionDecider.File(
                                    stream.State,
                                    RobotsFiled with
                                    {
                                        Title = text,
                                        Stamp = On(day, number),
                                        Claims = [claim],
                                        Figures = [figure],
                                    },
                                    ASeason()
                                )
                                : PredictionDecider.AddClaim(stream.State, claim, ASeason(), On(day, number))
                        );
                    }

                    stream.ShouldTellTheSame();
                },
                iter: Runs
            );

    [Fact]
    public void Forecasts() =>
        Gen.Select(
                Gen.Int[0, 4],
                Days,
                Gen.Int[1, 4],
                Gen.Int[0, 10],
                AnyText,
                (act, day, claim, tenths, text) => (act, day, claim, tenths, text)
            )
            .Array[0, 20]
            .Sample(
                acts =>
                {
                    Replay<Forecast, ForecastEvent> stream = new((state, e) => Forecast.Evolve(state, "forecast/pr1/" + Analyst, e));
                    foreach (var (act, day, number, tenths, text) in acts)
                    {
                        ClaimRef claim = new("pr1", number);
                        StatedBelief belief = number == 2 ? new(Grades: [tenths / 20.0, 0.5, 0.5 - (tenths / 20.0)]) : new(tenths / 10.0);
                        ForecastFiling filing = new(
                            claim,
                            Analyst,
                            belief,
                            tenths % 3 == 0 ? PersonalText.Commit(text, [7]) : null,
                            tenths % 2 == 0,
                            act == 1 ? Opens.AddDays(day + tenths) : null
                        );
                        stream.Accept(
                            act == 0
                                ? ForecastDecider.Withdraw(stream.State, claim, Analyst, Robots, ASeason(), On(day, 3))
                                : ForecastDecider.File(stream.State, filing, Robots, ASeason(), On(day, act == 1 ? 0 : 3))
                        );
                    }

                    stream.ShouldTellTheSame();
                },
                iter: Runs
            );

    [Fact]
    public void Evidence() =>
        Gen.Select(Gen.Int[0, 3], Days, Gen.Int[0, 5], Text, (act, day, id, text) => (act, day, id, text))
            .Array[0, 20]
            .Sample(
                acts =>
                {
                    Replay<EvidenceFile, EvidenceEvent> stream = new((state, e) => EvidenceFile.Evolve(state, "evidence/pr1", e));
                    foreach (var (act, day, n, text) in acts)
                    {
                        Fact fact = new(
                            new DateOnly(2024, 1, 1 + n),
                            text,
                            text,
                            n % 2 == 0 ? null : "https://example.org/",
                            n % 3 == 0 ? text : null,
                            new Dictionary<int, Stance> { [1 + (n % 4)] = (Stance)(n % 3) }
                        );
                        var id = "e" + (n % 3);
                        stream.Accept(
                            act switch
                            {
                                0 => EvidenceDecider.Retract(stream.State, id, text.Text, Robots, day % 2 == 0, On(day, n)),
                                1 => EvidenceDecider.Correct(stream.State, id, fact, Robots, day % 2 == 0, On(day, n)),
                                _ => EvidenceDecider.Attach(stream.State, id, fact, Robots, On(day, n)),
                            }
                        );
                    }

                    stream.ShouldTellTheSame();
                },
                iter: Runs
            );

    [Fact]
    public void Reviews() =>
        Gen.Select(
                Gen.Int[0, 7],
                Gen.Int[340, 460],
                Gen.Int[0, 5],
                Gen.OneOf("yes", "no", "void:organiser"),
                (act, day, who, word) => (act, day, who, word)
            )
            .Array[0, 25]
            .Sample(
                acts =>
                {
                    Replay<ClaimReview, ReviewEvent> stream = new(ClaimReview.Evolve);
                    ReviewCase about = new(ASeason(), Robots, Robots.Claim(1)!, null, false);
                    foreach (var (act, day, who, word) in acts)
                    {
                        var stamp = On(day, who);
                        stream.Accept(
                            act switch
                            {
                                0 => ReviewDecider.Reopen(stream.State, "Once more", about.Season, stamp),
                                1 => ReviewDecider.Void(stream.State, "organiser", "No use", about, stamp),
                                2 => ReviewDecider.SettleImported(stream.State, OutcomeOf(word), Summer, about, stamp),
                                _ => ReviewDecider.GiveVerdict(
                                    stream.State,
                                    new(stamp.By, OutcomeOf(word), Summer.AddHours(who), "So it was", [], stamp.MadeAt),
                                    about,
                                    stamp
                                ),
                            }
                        );
                    }

                    stream.ShouldTellTheSame();
                },
                iter: Runs
            );
}
