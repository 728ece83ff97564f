global using NodaTime;
global using ProcedureEngine.Access.Offices;
global using ProcedureEngine.Activities;
global using ProcedureEngine.Activities.Offices;
global using ProcedureEngine.Engine.Execution;
