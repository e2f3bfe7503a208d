package import HardwareKeys

/// Where this site's keys are plugged in; simulated keys can take the place of the computer's own.
package enum SitePorts {
    @TaskLocal package static var current: any KeyPorts = ComputerPorts()
}
