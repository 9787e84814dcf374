using Microsoft.AspNetCore.Http.Extensions;

namespace Millrace.JobManager.Services;

/// <summary>Redirects JSON requests to the job manager that leads.</summary>
internal static class LeaderRedirect
{
    private const string Api = "/v1";

    /// <summary>Adds it, for requests over HTTP to the control API.</summary>
    public static void UseLeaderRedirect(this WebApplication app)
    {
        var core = app.Services.GetRequiredService<JobManagerCore>();
        app.Use(async (context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(Api, StringComparison.Ordinal) && core.WhyNotLeading is not null && core.OtherLeader is { } leader)
            {
                // The method and the body stay the same.
                context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                context.Response.Headers.Location = leader.Http + UriHelper.BuildRelative(context.Request.PathBase, context.Request.Path, context.Request.QueryString);
                return;
            }

            await next(context);
        });
    }
}
