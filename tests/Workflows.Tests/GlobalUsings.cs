global using System.Collections.Immutable;
global using System.Text.Json.Nodes;
global using NodaTime;
global using ProcedureEngine.Engine.Execution;
global using ProcedureEngine.Engine.Text;
global using ProcedureEngine.Engine.Store;
