using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Activities.Cases;

/// <summary>A paper of the file: something received (bytes are a blob), or made by the office (a template and its slots).</summary>
/// <param name="Kind"><c>attachment</c>, <c>original</c>, <c>judgment</c>, <c>draft</c>, <c>proposal</c>, <c>decision</c>, <c>notification-record</c>...</param>
/// <param name="Blob">SHA-256 of the bytes; null for a paper made from a template.</param>
/// <param name="Template">Paper kind in the template library; null for received bytes.</param>
/// <param name="Slots">The template's values, frozen when the paper was made.</param>
/// <param name="Version">From 1; earlier versions of a draft stay.</param>
public sealed record CaseDocument(
    string Id, string InstanceId, string Kind, string Name, string ContentType, long Size, string? Blob, string? Template, JsonObject? Slots, int Version,
    string Origin, Instant At, string ActorId) : CaseRecord
{
    public override string Id { get; } = Id;

    public override bool LoadsWithInstance => false;
}
