namespace ProcedureEngine.Mail;

/// <summary>Text in the precomposed form (NFC) in which words are compared; a writer's keyboard may write a letter and its marks apart.</summary>
public static class Composed
{
    /// <summary>Normalize refuses what Unicode calls no character (U+FFFE, half a pair): such text is compared as it stands.</summary>
    public static string Of(string text)
    {
        try
        {
            return text.Normalize();
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
