using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Forecasts.Server.People.Passwords;

/// <summary>ASP.NET Core Identity on our accounts: its hashing and its lock. The rules for names and passwords are our own.</summary>
public static class PasswordServices
{
    public static void AddPasswords(this IServiceCollection services)
    {
        services.AddScoped<CredentialStore>();
        services.AddScoped<IUserStore<Account>>(provider => provider.GetRequiredService<CredentialStore>());
        services.AddIdentityCore<Account>(o =>
        {
            o.Lockout.MaxFailedAccessAttempts = PasswordDoor.Tries;
            o.Lockout.DefaultLockoutTimeSpan = PasswordDoor.LockLasts;
        });
        services.RemoveAll<IUserValidator<Account>>().RemoveAll<IPasswordValidator<Account>>();
        services.AddScoped<PasswordDoor>();
    }
}
