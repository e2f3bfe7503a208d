package import FIDO2
package import LicenseBinding

extension AuthenticatorInfo {
    /// What a message holds beside the credentials, and each of them beside its ID, at most.
    private static let (rest, frame) = (512, 32)

    /// Groups of credentials that the key takes in one question; without those that are none of its
    /// own, as they are longer than it makes them.
    package func groups(of credentials: [KeyCredential]) -> [[KeyCredential]] {
        var groups: [[KeyCredential]] = []
        var room = 0
        for credential in credentials where credential.id.count <= longestCredential {
            let size = credential.id.count + Self.frame
            if size > room || groups[groups.count - 1].count == mostCredentials {
                groups.append([])
                room = max(largestMessage - Self.rest, size)
            }
            groups[groups.count - 1].append(credential)
            room -= size
        }
        return groups
    }
}
