namespace ProcedureEngine.Host.Operations;

/// <summary>
/// <c>ProcedureEngine.Host verify</c>: proves a store that no host is working on, above all a restored one: journals, blobs, numbers.
/// Settings of the host may follow (<c>--Data:Folder FOLDER</c>).
/// </summary>
internal static class VerifyCommand
{
    public const string Name = "verify";

    private const int Whole = 0;
    private const int Damaged = 1;
    private const int Unusable = 2;

    /// <returns>0: all is whole, 1: something is damaged, 2: the store cannot be opened.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            await using var services = CommandServices.Build(arguments);
            var proof = await StoreProof.OfAsync(services.GetRequiredService<DurableStore>(), CancellationToken.None);
            foreach (var fault in proof.Faults)
                await output.WriteLineAsync(fault);
            await output.WriteLineAsync(
                $"{proof.Instances} instances, {proof.Entries} journal entries, {proof.Blobs} blobs: {(proof.Faults.Count == 0 ? "whole" : $"{proof.Faults.Count} faults")}");
            return proof.Faults.Count == 0 ? Whole : Damaged;
        }
        catch (Exception exception) when (exception is StoreException or InvalidOperationException or IOException)
        {
            await errors.WriteLineAsync(exception.Message);
            return Unusable;
        }
    }
}
