"""The platform-neutral core: what a circle of coaches does, and nothing about how a chat looks."""
