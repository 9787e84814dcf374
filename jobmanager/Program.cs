var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

var app = builder.Build();
app.MapGet("/healthz", () => "ok");
app.Run();
