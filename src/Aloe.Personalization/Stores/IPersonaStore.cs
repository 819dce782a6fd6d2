namespace Aloe.Personalization;

/// <summary>Keeps the picture of each user. Implementations are thread-safe; of several writers of one user the last wins.</summary>
/// <remarks>User ids are any text. They are compared exactly, and must not become parts of paths or queries.</remarks>
public interface IPersonaStore
{
    /// <summary>Reads a picture.</summary>
    /// <param name="user">Id of the user.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The picture; null if there is none, or none that can be read.</returns>
    Task<UserPicture?> GetAsync(string user, CancellationToken cancellationToken = default);

    /// <summary>Writes a picture in the place of the one before.</summary>
    /// <param name="user">Id of the user.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task SetAsync(string user, UserPicture picture, CancellationToken cancellationToken = default);

    /// <summary>Deletes everything about a user; does nothing if there is nothing.</summary>
    /// <remarks>While a client is at work, call <see cref="PersonaInferenceChatClient.ForgetAsync"/> instead: it also stops what would write the picture anew.</remarks>
    /// <param name="user">Id of the user.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task ForgetAsync(string user, CancellationToken cancellationToken = default);
}
