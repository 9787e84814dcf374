using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Millrace.Hosting.Errors;

namespace Millrace.Hosting.Security;

/// <summary>Refuses callers without a token, on all ports and paths except those of health checks.</summary>
public static class BearerTokenCheck
{
    private const string Message = "The call has no valid token. Send the header 'Authorization: Bearer TOKEN'; programs take TOKEN from MILLRACE_TOKEN or --token-file.";

    private static readonly string[] Open = ["/healthz", "/readyz", "/grpc.health.v1.Health"];

    /// <summary>Adds the check.</summary>
    public static void UseBearerToken(this IApplicationBuilder app, ServerSecurity security) => app.Use(async (context, next) =>
    {
        if (Open.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)) || security.LetsIn(context.Request.Headers.Authorization))
            await next(context);
        else
            await ErrorAnswers.WriteAsync(context, StatusCode.Unauthenticated, Message);
    });
}
