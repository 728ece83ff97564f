using ProcedureEngine.VerifyDeadline;

// verify-deadline FILE... : counts the time limit sheets again from the documents alone; - reads one from standard input.
// Ends with 0 when all agree, 1 when one does not (each difference is named), 2 when it was called wrongly.
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: verify-deadline FILE... (- for standard input)");
    return 2;
}

var agree = true;
foreach (var name in args)
{
    if (name != "-" && !File.Exists(name))
    {
        Console.Error.WriteLine($"{name}: no such file");
        return 2;
    }

    var differences = Sheet.Verify(name == "-" ? Console.In.ReadToEnd() : File.ReadAllText(name));
    Console.WriteLine(differences.Count == 0 ? $"{name}: agrees" : $"{name}: DIFFERS");
    foreach (var difference in differences)
        Console.WriteLine($"  {difference}");
    agree &= differences.Count == 0;
}

return agree ? 0 : 1;
