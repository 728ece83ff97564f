global using ProcedureEngine.Engine.Text;
