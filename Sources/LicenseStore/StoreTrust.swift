package import LicenseBinding

/// Whom a store believes, and what they withdrew: enough to read a license file.
package struct StoreTrust: Sendable {
    package let publishers: [PublisherRoot]
    /// The newest list of each publisher, by the thumbprint of its root.
    package let revocations: [String: SignedRevocations]
    /// Files about it that are not what they should be.
    package let problems: [StoreProblem]
    /// Reads documents of these publishers.
    package var reader: DocumentReader

    package init(of store: LicenseStore) {
        let (publishers, rootProblems) = store.publishers()
        var reader = DocumentReader(trusting: publishers)
        let (revocations, listProblems) = store.revocations(readBy: &reader)
        self.publishers = publishers
        self.revocations = revocations
        self.reader = reader
        problems = rootProblems + listProblems
    }
}
