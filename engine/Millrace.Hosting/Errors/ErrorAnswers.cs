using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Millrace.Hosting.Errors;

/// <summary>Writes error responses outside of a service: a gRPC status for a gRPC call, JSON otherwise.</summary>
public static class ErrorAnswers
{
    /// <summary>Answers with a status and a message.</summary>
    public static async Task WriteAsync(HttpContext context, StatusCode status, string message)
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
            context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
            return;
        }

        context.Response.StatusCode = status switch
        {
            StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
            StatusCode.NotFound => StatusCodes.Status404NotFound,
            StatusCode.InvalidArgument => StatusCodes.Status400BadRequest,
            StatusCode.ResourceExhausted => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status500InternalServerError,
        };
        await context.Response.WriteAsJsonAsync(new { code = (int)status, message, details = Array.Empty<object>() });
    }
}
