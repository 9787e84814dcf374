namespace WikiEdits;

/// <summary>An edit of a page.</summary>
/// <param name="Time">When it was made, in milliseconds since the epoch.</param>
/// <param name="Channel">The wiki, such as <c>#en.wikipedia</c>.</param>
/// <param name="Page">The page's title.</param>
/// <param name="User">The user who made it.</param>
/// <param name="Delta">By how many bytes the page grew.</param>
public sealed record Edit(long Time, string Channel, string Page, string User, long Delta);
