using Forecasts.Server.Features.Layout;
using Forecasts.Server.People.Passwords;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Accounts;

/// <summary>One's own account: how one gets in, and where one is in.</summary>
public sealed class AccountPage(IDocumentSession session, PasswordDoor passwords) : ReaderPage
{
    public bool HasPassword { get; private set; }

    /// <summary>All browsers in which this person is signed in, the newest first.</summary>
    public IReadOnlyList<BrowserSession> All { get; private set; } = [];

    /// <summary>The session that asks.</summary>
    public string? This => Browsers.Of(User);

    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public async Task OnGet()
    {
        var me = Person.Id.Value;
        HasPassword = await passwords.Has((await session.LoadAsync<Account>(me, Cancellation))!);
        All = await session
            .Query<BrowserSession>()
            .Where(b => b.Account == me)
            .OrderByDescending(b => b.StartedAt)
            .Take(100)
            .ToListAsync(Cancellation);
    }

    /// <summary>Ends one of one's own sessions; of one that has ended already it is true too.</summary>
    public async Task<IActionResult> OnPostEnd(string? browser)
    {
        var (me, gone) = (Person.Id.Value, browser ?? "");
        session.DeleteWhere<BrowserSession>(b => b.Account == me && b.Id == gone);
        await session.SaveChangesAsync(Cancellation);
        return LocalRedirect("~/account?done=ended");
    }

    public async Task<IActionResult> OnPostEndOthers()
    {
        Browsers.EndOthers(session, Person.Id.Value, This);
        await session.SaveChangesAsync(Cancellation);
        return LocalRedirect("~/account?done=ended");
    }
}
