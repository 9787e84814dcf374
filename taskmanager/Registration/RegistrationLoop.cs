using Grpc.Core;
using Microsoft.Extensions.Logging;
using Millrace.Core.Control;
using Millrace.Hosting.Control;
using Millrace.Hosting.Logs;

namespace Millrace.TaskManager.Registration;

/// <summary>Registers at the job manager, and anew whenever the session is over, until the process stops.</summary>
/// <param name="calls">Makes calls to the job manager.</param>
/// <param name="join">What the task manager says of itself.</param>
/// <param name="link">The way to the job manager that tasks use.</param>
/// <param name="deployments">Who does what is asked.</param>
/// <param name="logs">What was logged about jobs.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Where jitter comes from, so that task managers do not come back together.</param>
/// <param name="log">The log.</param>
internal sealed partial class RegistrationLoop(
    CallInvoker calls, JobManagerMessage.Join join, JobManagerLink link, IDeployments deployments, JobLogBuffer logs, TimeProvider time, Random random, ILogger log)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private string _said = "";

    /// <value>Told once, when the task manager is registered first.</value>
    public Action? OnFirstRegistered { get; set; }

    private TaskManagerRegistration Registration => join.Registration;

    /// <summary>Keeps the task manager registered.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var delay = FirstDelay;
        while (!stopping.IsCancellationRequested)
        {
            var (wasRegistered, reason) = await ConnectAsync(stopping);
            if (stopping.IsCancellationRequested) return;
            Say(wasRegistered, reason);
            delay = wasRegistered ? FirstDelay : TimeSpan.FromTicks(Math.Min(2 * delay.Ticks, LongestDelay.Ticks));
            await WaitAsync(delay * (0.5 + (random.NextDouble() / 2)), stopping);
        }
    }

    /// <summary>Registers, and stays as long as the session lasts.</summary>
    private async Task<(bool WasRegistered, string Reason)> ConnectAsync(CancellationToken stopping)
    {
        var wasRegistered = false;
        try
        {
            using var call = calls.AsyncDuplexStreamingCall(ControlCall.Connect, null, new CallOptions(cancellationToken: stopping));
            await call.RequestStream.WriteAsync(join, stopping);
            if (await ReadWelcome(call, stopping) is not { } welcome) return (false, "it answers with something else than a welcome; is it a job manager of this version?");
            wasRegistered = true;
            var reason = await StayAsync(call, welcome, stopping);
            return (true, reason);
        }
        catch (RpcException e)
        {
            return (wasRegistered, e.Status.Detail);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or IOException)
        {
            return (wasRegistered, e.Message);
        }
    }

    private async Task<TaskManagerMessage.Welcome?> ReadWelcome(AsyncDuplexStreamingCall<JobManagerMessage, TaskManagerMessage> call, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(AnswerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        return await call.ResponseStream.MoveNext(either.Token) ? call.ResponseStream.Current as TaskManagerMessage.Welcome : null;
    }

    private async Task<string> StayAsync(
        AsyncDuplexStreamingCall<JobManagerMessage, TaskManagerMessage> call, TaskManagerMessage.Welcome welcome, CancellationToken stopping)
    {
        var session = new RegistrationSession(welcome, deployments, logs, time);
        link.Use(session.Stream);
        _said = "";
        LogRegistered(Registration.Id, Registration.Slots, welcome.Storage);
        OnFirstRegistered?.Invoke();
        OnFirstRegistered = null;
        try
        {
            return await session.Stream.RunAsync(call.ResponseStream, call.RequestStream, session.Receive, stopping);
        }
        finally
        {
            link.Use(null);
        }
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(delay, time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    /// <summary>Says why there is no session, once for each reason and not for each attempt.</summary>
    private void Say(bool wasRegistered, string reason)
    {
        if (wasRegistered) LogLost(reason);
        else if (_said != reason) LogUnreachable(reason);
        _said = reason;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Registered at the job manager as {TaskManager} with {Slots} slots; storage {Storage}")]
    private partial void LogRegistered(string taskManager, int slots, string storage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The session at the job manager is over: {Reason}. Registering anew")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job manager cannot be reached: {Reason}. Trying again until it can")]
    private partial void LogUnreachable(string reason);
}
