global using System.Text.Json.Nodes;
global using NodaTime;
global using ProcedureEngine.Engine.Execution;
global using ProcedureEngine.Engine.Store;
global using ProcedureEngine.Engine.Text;
global using ProcedureEngine.Engine.Timers;
global using ProcedureEngine.Engine.UserTasks;
global using ProcedureEngine.Persistence.Tests.Support;
