using System.Globalization;
using System.Text;
using Aloe.Reporting.Pages;

namespace Aloe.Reporting.Documents;

/// <summary>Conversations as HTML: each a line with its scores; what was said lies in a template, of which the page's script makes elements once the line is opened.</summary>
internal static class HtmlConversations
{
    private const string Missing = "missing";

    public static void Append(StringBuilder body, IReadOnlyList<Conversation> conversations)
    {
        body.Append("<div class=\"conversations\">\n");
        AppendFilter(body, conversations);
        body.Append("<noscript><p>Opening a conversation needs JavaScript; the page loads nothing from elsewhere.</p></noscript>\n");
        foreach (var conversation in conversations)
        {
            Append(body, conversation);
        }

        body.Append("</div>\n");
    }

    private static void AppendFilter(StringBuilder body, IReadOnlyList<Conversation> conversations)
    {
        body.Append("<div class=\"find\" role=\"search\" hidden><input type=\"search\" aria-label=\"Search in conversations and personas\" placeholder=\"Search conversations and personas\" autocomplete=\"off\" spellcheck=\"false\">\n");
        body.Append("<div class=\"scores\" role=\"group\" aria-label=\"Only conversations with a turn of these scores\"><span>with a turn scored</span>");
        var present = conversations.SelectMany(Kinds).ToHashSet();
        foreach (var kind in new[] { "1", "2", "3", "4", "5", Missing }.Where(present.Contains))
        {
            body.Append($"<button type=\"button\" aria-pressed=\"false\" data-score=\"{kind}\" class=\"v{kind}\">{kind}</button>");
        }

        body.Append("</div><div class=\"status\" role=\"status\"></div></div>\n");
    }

    private static void Append(StringBuilder body, Conversation conversation)
    {
        body.Append($"<details class=\"conversation\" id=\"{conversation.Anchor}\" data-scores=\"{string.Join(' ', Kinds(conversation).Distinct())}\">\n<summary><b>{Page.Text(conversation.Title)}</b>");
        body.Append($"<span class=\"strips{(conversation.Sides.Count > 1 ? " named" : "")}\">");
        foreach (var side in conversation.Sides)
        {
            body.Append(conversation.Sides.Count > 1 ? $"<span class=\"name\">{Page.Text(side.Name)}</span>" : "");
            body.Append($"<span class=\"strip\"><span class=\"mean {ClassOf(side.Average)}\">{Number(side.Average, "0.00")}</span>{string.Concat(side.Turns.Select(turn => $"<span class=\"{ClassOf(turn.Score?.Overall)}\">{Number(turn.Score?.Overall, "0.#")}</span>"))}</span>");
        }

        body.Append("</span></summary>\n<template>");
        AppendPersona(body, conversation);
        body.Append("<ol class=\"turns\">\n");
        for (var turn = 0; turn < conversation.Sides.Max(side => side.Turns.Count); turn++)
        {
            body.Append(CultureInfo.InvariantCulture, $"<li><span class=\"number\">{turn + 1}</span><div class=\"sides\">");
            foreach (var side in conversation.Sides.Where(side => turn < side.Turns.Count))
            {
                HtmlTurn.Append(body, side.Turns[turn], conversation.Sides.Count > 1 ? side.Name : "");
            }

            body.Append("</div></li>\n");
        }

        body.Append("</ol></template></details>\n");
    }

    private static void AppendPersona(StringBuilder body, Conversation conversation)
    {
        var persona = conversation.Persona;
        body.Append($"<div class=\"persona\"><div><h4>Profile</h4><p dir=\"auto\">{Page.Text(persona.Profile)}</p></div><div><h4>Personality</h4><p dir=\"auto\">{Page.Text(persona.Personality)}</p></div></div>");
        foreach (var note in conversation.Notes)
        {
            body.Append($"<p class=\"note\">{Page.Text(note)}</p>");
        }
    }

    /// <summary>What the turns of a conversation can be filtered by.</summary>
    private static IEnumerable<string> Kinds(Conversation conversation)
        => conversation.Sides.SelectMany(side => side.Turns).Select(turn => ClassOf(turn.Score?.Overall)[1..]);

    /// <summary>CSS class of a score: <c>v1</c> to <c>v5</c>, or <c>vmissing</c>.</summary>
    public static string ClassOf(double? score)
        => score is { } value ? string.Create(CultureInfo.InvariantCulture, $"v{Math.Clamp((int)Math.Round(value, MidpointRounding.AwayFromZero), 1, 5)}") : $"v{Missing}";

    public static string Number(double? score, string format) => score?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
