using Forecasts.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Forecasts.Server.Features.Imports;

/// <summary>Whoever may send no files is refused before a byte of theirs is read.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ImportersAloneAttribute : Attribute, IAuthorizationFilter, IOrderedFilter
{
    // The check against forged forms reads the whole form.
    public int Order => int.MinValue;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || !http.IsKnown() || Access.Import(http.Person()) is not { } refused)
            return;
        http.Items[typeof(Rejection)] = refused;
        context.Result = new StatusCodeResult(Problems.Status(refused.Kind));
    }
}
