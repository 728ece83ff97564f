using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Sessions;

/// <summary>
/// Keeps the keys of sessions and public secrets in the store, so that every host on it reads them, over restarts and with a new data folder. Keys that an
/// earlier program left in the data folder go on to be read and are taken into the store.
/// </summary>
internal sealed class StoredKeys(DurableStore store, EngineHostOptions options) : IXmlRepository
{
#pragma warning disable VSTHRD002 // The framework asks for its keys synchronously, at start and then once a day; no context waits for this thread.
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        foreach (var file in Directory.Exists(options.Keys) ? Directory.GetFiles(options.Keys, "*.xml") : [])
            store.ProtectionKeys.AddAsync(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file), CancellationToken.None).GetAwaiter().GetResult();
        return [.. store.ProtectionKeys.AllAsync(CancellationToken.None).GetAwaiter().GetResult().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName) =>
        store.ProtectionKeys.AddAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
