using Gateway.Core.Alarms;

namespace Gateway.Core.Tests.Alarms;

public sealed class AlarmTransitionsTests
{
    private const AlarmInput Raise = AlarmInput.ConditionActive;
    private const AlarmInput Clear = AlarmInput.ConditionCleared;
    private const AlarmInput Ack = AlarmInput.OperatorAcknowledges;

    [Theory]
    [InlineData("raise ack clear", "B C A")]
    [InlineData("raise clear ack", "B D A")]
    [InlineData("raise clear raise ack clear", "B D B C A")]
    [InlineData("ack raise raise ack ack clear", "A B B C C A")]
    [InlineData("raise clear clear ack", "B D D A")]
    [InlineData("clear raise ack raise clear ack", "A B C C A A")]
    public void A_sequence_of_inputs_goes_through_the_states_of_the_standard(string inputs, string states)
    {
        var state = AlarmState.Normal;
        List<char> letters = [];
        foreach (string input in inputs.Split(' '))
        {
            state = AlarmTransitions.After(state, input switch { "raise" => Raise, "clear" => Clear, _ => Ack });
            letters.Add("ABCD"[(int)state]);
        }

        Assert.Equal(states, string.Join(' ', letters));
    }

    [Theory]
    [InlineData('A', "B", "A", "A")]
    [InlineData('B', "B", "D", "C")]
    [InlineData('C', "C", "A", "C")]
    [InlineData('D', "B", "D", "A")]
    public void Every_state_answers_every_input(char state, string raised, string cleared, string acknowledged)
    {
        var from = (AlarmState)"ABCD".IndexOf(state, StringComparison.Ordinal);

        Assert.Equal(raised, Letter(AlarmTransitions.After(from, Raise)));
        Assert.Equal(cleared, Letter(AlarmTransitions.After(from, Clear)));
        Assert.Equal(acknowledged, Letter(AlarmTransitions.After(from, Ack)));
    }

    private static string Letter(AlarmState state) => "ABCD"[(int)state].ToString();
}
