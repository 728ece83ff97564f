using ProcedureEngine.Host.Calendar;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Dashboard;
using ProcedureEngine.Host.Deadlines;
using ProcedureEngine.Host.Desk;
using ProcedureEngine.Host.ElsaApi;
using ProcedureEngine.Host.Health;
using ProcedureEngine.Host.Linting;
using ProcedureEngine.Host.Mail;
using ProcedureEngine.Host.Messaging;
using ProcedureEngine.Host.Offices;
using ProcedureEngine.Host.Operations;
using ProcedureEngine.Host.Operations.Accounts;
using ProcedureEngine.Host.Operations.Why;
using ProcedureEngine.Host.Portal;
using ProcedureEngine.Host.Procedures;
using ProcedureEngine.Host.Public;
using ProcedureEngine.Host.Sandbox;
using ProcedureEngine.Host.Sms;
using ProcedureEngine.Host.Studio;
using ProcedureEngine.Host.Supervision;
using ProcedureEngine.Host.Tasks;
using ProcedureEngine.Host.Webhooks;

if (args is [LintCommand.Name, .. var arguments])
    return await LintCommand.RunAsync(arguments, Console.Out, Console.Error);
if (args is [VerifyCommand.Name, .. var ofVerify])
    return await VerifyCommand.RunAsync(ofVerify, Console.Out, Console.Error);
if (args is [WhyCommand.Name, .. var ofWhy])
    return await WhyCommand.RunAsync(ofWhy, Console.Out, Console.Error);
if (args is [MigrateCommand.Name, .. var ofMigrate])
    return await MigrateCommand.RunAsync(ofMigrate, Console.Out, Console.Error);
if (args is [AccountsCommand.Name, .. var ofAccounts])
    return await AccountsCommand.RunAsync(ofAccounts, Console.In, Console.Out, Console.Error);

var builder = WebApplication.CreateBuilder(args);
var options = EngineHostOptions.Read(builder.Configuration, builder.Environment);

builder.AddWeb(options);
builder.Services.AddEngine(options);
builder.Services.AddPresence();
builder.Services.AddMail(builder.Configuration, options);
builder.Services.AddSms();
builder.Services.AddPortal(builder.Configuration);
builder.Services.AddMessaging(builder.Configuration, options);
builder.Services.AddWebhooks(builder.Configuration, options);
builder.Services.AddDesk();
builder.Services.AddElsa();
builder.Services.AddStudio(builder.Configuration);

var app = builder.Build();
_ = app.Services.GetRequiredService<ProcedureEngine.Access.PortalKeys>(); // wrong settings stop the start
app.UseWeb();

var api = app.MapGroup("/api").RequireAuthorization();
api.MapProcedures();
api.MapLinting();
api.MapCases();
api.MapMerging();
api.MapTasks();
api.MapDeadlines();
api.MapSupervision();
api.MapCalendar();
api.MapMail();
api.MapSms();
api.MapPortal();
api.MapOffices();
api.MapOperations();
api.MapMessaging();
api.MapWebhooks();
api.MapSandbox();
app.MapSessions();
app.MapHealth();
app.MapElsa();
app.MapStudio();
app.MapDesk();
app.MapDashboard();
app.MapPublic();
app.MapDocs();

return await Running.RunAsync(app);

/// <summary>The program, named so that tests can start it.</summary>
public partial class Program;
