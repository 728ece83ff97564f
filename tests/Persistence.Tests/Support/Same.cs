namespace ProcedureEngine.Persistence.Tests.Support;

/// <summary>Compares values by all that their JSON shows; records with arrays or JSON inside are not equal by reference.</summary>
internal static class Same
{
    public static void As<T>(IEnumerable<T> actual, params IEnumerable<T> expected) where T : notnull =>
        Assert.That(actual.Select(Text), Is.EqualTo(expected.Select(Text)));

    public static string Text<T>(T value) where T : notnull => value.GetType().Name + " " + CanonicalJson.Write(EngineJson.ToObject(value));
}
