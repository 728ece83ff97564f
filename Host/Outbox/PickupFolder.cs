namespace ProcedureEngine.Host.Outbox;

/// <summary>A folder in which another program finds what it takes away: each file whole or not there, and the same again replaces itself.</summary>
internal sealed class PickupFolder(string path)
{
    /// <summary>What is being written; who takes files away leaves these alone.</summary>
    private const string Unfinished = ".part";

    /// <exception cref="IOException">The folder cannot be written to, or its disk is full; nothing new lies in it.</exception>
    public async Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, name);
        var part = file + Unfinished;
        try
        {
            await using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write))
            {
                await stream.WriteAsync(bytes, cancellation);
                stream.Flush(flushToDisk: true);
            }
        }
        catch (IOException)
        {
            File.Delete(part);
            throw;
        }

        File.Move(part, file, overwrite: true);
    }
}
