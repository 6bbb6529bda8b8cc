namespace Gateway.Core.Documents;

/// <summary>What an unquoted value is.</summary>
internal enum ScalarKind
{
    Null,
    Boolean,
    Integer,
    Number,
    Text,
}
