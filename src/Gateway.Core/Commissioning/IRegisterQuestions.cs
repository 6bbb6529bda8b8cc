using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Commissioning;

/// <summary>Decides which registers of a unit are asked for next, by what it has answered until now.</summary>
internal interface IRegisterQuestions
{
    /// <summary>How much there is to look at, and how much of it is left; for an estimate.</summary>
    int All { get; }

    int Left { get; }

    /// <returns>Null when it is over.</returns>
    RegisterRange? Next();

    /// <summary>What became of the range that <see cref="Next"/> gave.</summary>
    /// <param name="data">The registers, when the answer has them.</param>
    void Answered(in ModbusAnswer answer, ReadOnlySpan<byte> data);
}
