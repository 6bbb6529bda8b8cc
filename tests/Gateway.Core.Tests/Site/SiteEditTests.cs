using Gateway.Core.Site;

namespace Gateway.Core.Tests.Site;

public class SiteEditTests
{
    [Theory]
    [InlineData("devices:\n  a: 1\n", "devices:\n  a: 1\n  n: {}\n")]
    [InlineData("devices:\n    a:\n      b: 1 # last\nfeeds:\n  f: 1\n", "devices:\n    a:\n      b: 1 # last\n    n: {}\nfeeds:\n  f: 1\n")]
    [InlineData("devices: # mine\n\n  # first\n  a: 1\n  # end\n\n# feeds\nfeeds: {}\n",
        "devices: # mine\n\n  # first\n  a: 1\n  # end\n  n: {}\n\n# feeds\nfeeds: {}\n")]
    [InlineData("devices:\r\n  a: 1\r\nb: 2\r\n", "devices:\r\n  a: 1\r\n  n: {}\r\nb: 2\r\n")]
    [InlineData("devices:\n  a: 1", "devices:\n  a: 1\n  n: {}")]
    [InlineData("devices:\n", "devices:\n  n: {}\n")]
    [InlineData("devices: {}\n", "devices: { n: {} }\n")]
    [InlineData("devices: { a: { b: \"}\" } } # c\n", "devices: { a: { b: \"}\" }, n: {} } # c\n")]
    [InlineData("devices: {\n  a: 1, # }\n}\n", "devices: {\n  a: 1,\n  n: {} # }\n}\n")]
    [InlineData("devices: {\n  a: 'it''s }',\n  b: [1, 2]\n}\n", "devices: {\n  a: 'it''s }',\n  b: [1, 2],\n  n: {}\n}\n")]
    public void An_entry_goes_behind_the_last_and_nothing_else_changes(string before, string after) =>
        Assert.Equal(after, SiteEdit.Insert(before, "devices", "n", "{}"));

    [Theory]
    [InlineData("site: {}\n")]
    [InlineData("devices: *others\n")]
    [InlineData("devices: { a: 1\n")]
    [InlineData("{ devices: { a: 1 } }\n")]
    public void A_section_that_cannot_be_found_is_left_alone(string text) => Assert.Null(SiteEdit.Insert(text, "devices", "n", "{}"));
}
