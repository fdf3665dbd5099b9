using Forecasts.Record;
using Forecasts.Server.People.Passwords;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Services.Json.Transformations.SystemTextJson;
using Weasel.Core;

namespace Forecasts.Server.Store;

/// <summary>Marten: the event log, its snapshots and rows, and in a worker the daemon that follows it.</summary>
public static class Events
{
    public static void Configure(StoreOptions options, TimeProvider clock)
    {
        options.DatabaseSchemaName = FlatTables.Schema;
        options.AutoCreateSchemaObjects = AutoCreate.None; // Applied at start by the embedded default, by db-apply otherwise.
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase);

        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.UseMandatoryStreamTypeDeclaration = true;
        options.Events.UseArchivedStreamPartitioning = true;
        options.Events.TimeProvider = clock;
        options.Events.MetadataConfig.EnableAll();
        options.Events.MetadataConfig.UserNameEnabled = true;
        Recorded(options, EventReader.Current);

        // A skipped event would be a lost one: the daemon stops instead, and readiness fails.
        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        options.Projections.Errors.SkipUnknownEvents = false;
        options.Projections.RebuildErrors.SkipApplyErrors = false;
        options.Projections.RebuildErrors.SkipSerializationErrors = false;
        options.Projections.RebuildErrors.SkipUnknownEvents = false;
        options.Projections.FastPollingTime = TimeSpan.FromMilliseconds(100);
        options.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(100);
        options.Projections.LeadershipPollingTime = 1_000;

        options.Projections.Add(new SeasonProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new PredictionProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ReviewProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new EvidenceProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ForecastProjection(), ProjectionLifecycle.Live);
        options.Projections.Add(new FlatRows(), ProjectionLifecycle.Inline);

        options.Schema.For<PredictionRecord>().Duplicate(p => p.Season, notNull: true);
        options.Schema.For<Account>().UniqueIndex(Marten.Schema.UniqueIndexType.Computed, a => a.Look).Index(a => a.NormalName);
        options.Schema.For<Membership>().Duplicate(m => m.Account).Duplicate(m => m.Tournament);
        options.Schema.For<Tournament>();
        options.Schema.For<AccessToken>().Index(t => t.Account);
        options.Schema.For<TokenUse>();
        options.Schema.For<BrowserSession>().Index(b => b.Account);
        options.Schema.For<Credentials>().UseOptimisticConcurrency(true); // A try that is not counted would be one too many.
        options.Schema.For<SignInLink>().UseOptimisticConcurrency(true); // Of two who use a link at once, one gets in.
        FlatTables.Register(options);
    }

    /// <summary>Events are stored under their own names and versions; an older version is read as one of today.</summary>
    public static void Recorded(StoreOptions options, EventReader reader)
    {
        foreach (var kind in reader.Kinds)
            options.Events.MapEventType(kind.Type, kind.Stored);
        foreach (var (stored, type) in reader.Older)
            options.Events.Upcast(type, stored, JsonTransformations.Upcast(document => reader.Read(stored, document.RootElement)));
    }
}
