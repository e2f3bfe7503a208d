import FoundationEssentials

/// What a run-time that is protected wants to see (RFC 7617). It goes over the connection as it is.
package struct RuntimeCredentials: Sendable {
    let user: String
    let passwordFile: String
    /// Whether it is the run-time that takes connections, and nobody in its place.
    let isTrusted: @Sendable () -> Bool

    package init(
        user: String, passwordFile: String, isTrusted: @escaping @Sendable () -> Bool
    ) {
        self.user = user
        self.passwordFile = passwordFile
        self.isTrusted = isTrusted
    }

    /// The value of the header field `Authorization`.
    func header() throws(RuntimeError) -> String {
        guard isTrusted() else { throw .stranger }
        do throws(SecretFileError) {
            let password = try SecretFile.read(passwordFile)
            return "Basic " + Data(Array("\(user):".utf8) + password).base64EncodedString()
        } catch {
            throw .password(error)
        }
    }
}
