using System.Text;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>A Host built from other code under the same version numbers: this build, with one step of the enforcement request under another id.</summary>
internal static class OtherBuild
{
    private const string Step = "compare-post";
    private const string OtherStep = "compare-mail";

    /// <returns>The program's assembly.</returns>
    public static async Task<string> MakeAsync(string folder)
    {
        var copied = await Tool.RunAsync("cp", ["-r", Path.GetDirectoryName(HostProcess.Assembly())!, folder]);
        Assert.That(copied.Code, Is.Zero, copied.Said);
        var workflows = Path.Combine(folder, "ProcedureEngine.Workflows.dll");
        await File.WriteAllBytesAsync(workflows, Changed(await File.ReadAllBytesAsync(workflows)));
        return Path.Combine(folder, Path.GetFileName(HostProcess.Assembly()));
    }

    /// <summary>The text literal stands in the assembly once, as UTF-16, and the other one is as long.</summary>
    private static byte[] Changed(byte[] assembly)
    {
        var (from, to) = (Encoding.Unicode.GetBytes(Step), Encoding.Unicode.GetBytes(OtherStep));
        var at = assembly.AsSpan().IndexOf(from);
        Assert.That(at, Is.Positive, $"'{Step}' is a step of the procedure");
        to.CopyTo(assembly, at);
        return assembly;
    }
}
