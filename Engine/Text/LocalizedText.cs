namespace ProcedureEngine.Engine.Text;

/// <summary>A text that people see: Vietnamese first, English second. Neither may be empty.</summary>
public sealed record LocalizedText(string Vi, string En)
{
    public override string ToString() => Vi;
}
