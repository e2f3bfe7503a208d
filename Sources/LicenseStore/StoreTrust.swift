package import LicenseBinding

/// Whom a store believes, and what they withdrew: enough to read a license file.
package struct StoreTrust: Sendable {
    package let publishers: [PublisherRoot]
    /// The newest list of each publisher, by the thumbprint of its root.
    package let revocations: [String: SignedRevocations]
    /// Files of publishers' roots that are none.
    package let rootProblems: [StoreProblem]
    /// Files about what they withdrew that are not what they should be.
    package let listProblems: [StoreProblem]
    /// Reads documents of these publishers.
    package var reader: DocumentReader

    package init(of store: LicenseStore) {
        let (publishers, problems) = store.publishers()
        self.init(of: store, trusting: publishers, rootProblems: problems)
    }

    /// - Parameter publishers: those that are believed, whatever the store says.
    package init(
        of store: LicenseStore, trusting publishers: [PublisherRoot],
        rootProblems: [StoreProblem] = []
    ) {
        self.publishers = publishers
        self.rootProblems = rootProblems
        var reader = DocumentReader(trusting: publishers)
        (revocations, listProblems) = store.revocations(readBy: &reader)
        self.reader = reader
    }

    package var problems: [StoreProblem] { rootProblems + listProblems }
}
