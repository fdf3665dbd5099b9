using Forecasts.Domain;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.People.Passwords;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Accounts;

/// <summary>Chooses one's first password, or another one for the old. It may be left for later: links sign in as well.</summary>
public sealed class PasswordPage(IDocumentSession session, PasswordDoor passwords) : ReaderPage
{
    public const string Own = "password";

    private static readonly Rejection Differ = Refuse.Invalid("password.differ", "The two are not the same; write it again.", "again");

    /// <summary>There is a password already.</summary>
    public bool Has { get; private set; }

    /// <summary>Where its reader was going.</summary>
    public string? ReturnUrl { get; private set; }

    public async Task OnGet(string? returnUrl) => await Load(returnUrl);

    public async Task<IActionResult> OnPost(string? returnUrl, string? old, string? password, string? again)
    {
        var account = await Load(returnUrl);
        var refused = password == again ? await passwords.Set(account, old, password, Browsers.Of(User), Cancellation) : Differ;
        if (refused is null)
            return LocalRedirect(ReturnUrl ?? "~/account?done=password");
        return Again(Own, refused);
    }

    private async Task<Account> Load(string? returnUrl)
    {
        var account = (await session.LoadAsync<Account>(Person.Id.Value, Cancellation))!;
        Has = await passwords.Has(account);
        ReturnUrl = Url.IsLocalUrl(returnUrl) ? returnUrl : null;
        return account;
    }
}
