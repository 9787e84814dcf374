using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Millrace.Hosting.Errors;

/// <summary>Refuses large bodies of JSON requests, which are held in memory in full; gRPC has its own limits per message.</summary>
public static class RequestBodyLimit
{
    /// <summary>The maximum size of a body, in bytes.</summary>
    public const long Bytes = 4 << 20;

    /// <summary>Adds the limit.</summary>
    public static void UseRequestBodyLimit(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            await next(context);
            return;
        }

        if (context.Request.ContentLength > Bytes)
        {
            await ErrorAnswers.WriteAsync(
                context, StatusCode.ResourceExhausted, string.Create(CultureInfo.InvariantCulture, $"The body of the request has {context.Request.ContentLength:N0} bytes; the limit is {Bytes:N0}."));
            return;
        }

        if (context.Request.ContentLength is null && !await TryReadBodyAsync(context))
        {
            await ErrorAnswers.WriteAsync(context, StatusCode.ResourceExhausted, string.Create(CultureInfo.InvariantCulture, $"The body of the request is too long; the limit is {Bytes:N0} bytes."));
            return;
        }

        await next(context);
    });

    /// <summary>Reads a body without a declared length in advance: once it is being read as JSON, it is too late to answer with the limit.</summary>
    private static async Task<bool> TryReadBodyAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = Bytes;
        var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return false;
        }

        body.Position = 0;
        context.Request.Body = body;
        return true;
    }
}
