using System.Globalization;
using Forecasts.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Forecasts.Server.Features.Layout;

/// <summary>A page for somebody who is signed in.</summary>
public abstract class ReaderPage : PageModel
{
    public Person Person => HttpContext.Person();

    /// <summary>Among a request's items where its page has charts, which want their script.</summary>
    public static readonly object Charts = new();

    /// <summary>Likewise where its page has the form of a forecast.</summary>
    public static readonly object Typing = new();

    /// <summary>The tag of the reader's language, en or zh-Hans.</summary>
    public static string Language => CultureInfo.CurrentUICulture.Name;

    /// <summary>The reader may do everything.</summary>
    public bool Administers => Access.Administer(Person) is null;

    /// <summary>The reader organises some tournament, or may do everything.</summary>
    public bool Organises => Access.OrganisedTournaments(Person) is null or { Length: > 0 };

    /// <summary>The form that was refused in this request, with what was typed into it.</summary>
    public Form Form { get; protected set; } = Form.None;

    protected CancellationToken Cancellation => HttpContext.RequestAborted;

    /// <summary>The error page with the status of the refusal.</summary>
    protected IActionResult Refused(Rejection rejection)
    {
        HttpContext.Items[typeof(Rejection)] = rejection;
        return StatusCode(Problems.Status(rejection.Kind));
    }

    /// <summary>The page again, with the message beside its field and everything that was typed.</summary>
    protected IActionResult Again(string form, Rejection rejection)
    {
        Form = new(form, rejection, Request.Form);
        Response.StatusCode = Problems.Status(rejection.Kind);
        return Page();
    }
}
