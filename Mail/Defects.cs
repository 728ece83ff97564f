namespace ProcedureEngine.Mail;

/// <summary>Collects what is wrong with one message. A broken message can be wrong in a hundred thousand places: each kind is told a few times only.</summary>
internal sealed class Defects
{
    private const int ToldPerKind = 20;
    private readonly List<MailDefect> _list = [];
    private readonly Dictionary<MailDefectKind, int> _counts = [];

    public IReadOnlyList<MailDefect> List => _list;

    public void Add(MailDefectKind kind, string detail)
    {
        var count = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        if (count < ToldPerKind)
        {
            _list.Add(new MailDefect(kind, detail));
        }
        else if (count == ToldPerKind)
        {
            _list.Add(new MailDefect(kind, "and more of this kind"));
        }
    }
}
