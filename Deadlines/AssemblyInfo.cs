using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ProcedureEngine.Deadlines.Tests")]
