using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Features.Analysts;
using Forecasts.Server.Features.Evidence;
using Forecasts.Server.Features.Forecasting;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Features.Operations;
using Forecasts.Server.Features.Predictions;
using Forecasts.Server.Features.Reports;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Features.Review;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Features.Seasons;

namespace Forecasts.Server.Setup;

/// <summary>Every route of the API, by feature; the newcomer's map.</summary>
public static class Routes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        Tournaments.Map(api); // GET|POST /tournaments
        Members.Map(api); // GET|PUT  /tournaments/{t}/people
        PlanSeason.Map(api); // POST /tournaments/{t}/seasons, PUT /seasons/{t}/{y}/calendar, POST .../open
        ReadSeasons.Map(api); // GET  /tournaments/{t}/seasons, /seasons/{t}/{y}
        FilePrediction.Map(api); // POST /seasons/{t}/{y}/predictions
        ReadPredictions.Map(api); // GET  /seasons/{t}/{y}/predictions, /predictions/{id}
        AddOption.Map(api); // POST /predictions/{id}/claims/{n}/options
        FileForecast.Map(api); // PUT|DELETE /predictions/{id}/claims/{n}/forecast
        AttachEvidence.Map(api); // POST /predictions/{id}/evidence, PUT|DELETE .../{e}
        GiveVerdict.Map(api); // POST /predictions/{id}/claims/{n}/verdicts
        SettleByHand.Map(api); // POST /predictions/{id}/claims/{n}/void, /reopen
        Standings.Map(api); // GET  /seasons/{t}/{y}/standings
        ReadReport.Map(api); // GET  /seasons/{t}/{y}/report[?version=]
        PublishSeason.Map(api); // POST /seasons/{t}/{y}/publish
        Rescore.Map(api); // POST /seasons/{t}/{y}/rescore, /rescores, GET /rescores/{id}
        TrackRecord.Map(api); // GET  /analysts/{id}/track-record
        ImportFile.Map(api); // GET|POST /imports, GET /imports/{id}, .../refused, .../refused.csv
        UndoImport.Map(api); // POST /imports/{id}/undo
        Overview.Map(api); // GET  /operations
        FailedMessages.Map(api); // GET  /operations/errors/{queue}[/{id}], POST .../replay, .../discard, GET /operations/discarded
    }
}
